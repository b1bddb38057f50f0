"""The desk (服務台): the staff's own app. It knows nothing of the kiosk's pages, and they know nothing of it."""
