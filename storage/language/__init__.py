"""What text is in English and Korean: words, sentences, Hangul, figures and names of agencies."""
