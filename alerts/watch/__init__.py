"""The watch language: from a query's text to the sentences of an article that meet it."""
