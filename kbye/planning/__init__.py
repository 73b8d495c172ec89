"""Thinking: plain Python over frozen values. No Django, no clock, no I/O, no sentences."""
