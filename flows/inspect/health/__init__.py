"""How the service and its machine do."""
