"""What a watch would tell: backtests, tries, ideas and what learning would change."""
