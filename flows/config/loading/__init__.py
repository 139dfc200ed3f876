"""hanmi.toml and what is bundled, read into settings; every fault is found and named by its key."""
