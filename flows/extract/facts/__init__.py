"""What a page states and shows about its article: title, people, times, language, access."""
