"""What kind of text an article is: news, opinion, analysis, poll and the others."""
