"""Comprendre un message, décider, répondre."""
