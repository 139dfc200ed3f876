"""People in texts: whom a surname, an office or a given name means on the day of the article."""
