"""The few modal dialogs there are."""
