"""The verbs: fetching, extracting, judging, and the flows that Prefect runs."""
