"""The pages on which visitors say and prove who they are."""
