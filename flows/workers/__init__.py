"""Processes that read foreign bytes within limits and can be killed."""
