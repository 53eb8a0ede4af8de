"""You against descent: a hidden curve, ten looks, and who found the lowest place."""
