"""Payments, from the first step to the receipt or to the money given back."""
