"""Send what is due: claim, send, settle, and try again later."""
