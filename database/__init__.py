"""Clients, commandes, tickets et journal dans une base SQL."""
