"""What people type: ids in short, names misspelt, words in another order."""
