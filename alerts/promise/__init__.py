"""Promise what was decided: alerts, notices, corrections and bundles become deliveries in the outbox."""
