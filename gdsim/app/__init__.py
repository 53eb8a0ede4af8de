"""The program: the main window, its actions and activities, and what is wired to what."""
