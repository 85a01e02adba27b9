"""Forms as they look while their author writes them: a study folder in a window, without a study file."""
