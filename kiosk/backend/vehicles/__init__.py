"""Bound vehicles (綁定車輛), and the services that their owners chose."""
