"""What runs in the background: due work is rows, and a loop that looks for them."""
