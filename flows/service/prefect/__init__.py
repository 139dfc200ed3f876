"""Everything that knows the embedded Prefect server: its process, deployments, runner and recovery."""
