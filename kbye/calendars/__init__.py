"""Calendar text into busy spans, and back: plain Python, one small file per quirk of the world."""
