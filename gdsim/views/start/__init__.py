"""The start page: a card with a picture for each activity, the examples, the recent files."""
