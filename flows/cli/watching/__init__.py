"""Commands about watches, ideas and what readers judge."""
