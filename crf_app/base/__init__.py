"""Words that every layer shares: time, ids, values, texts, and the three ways to say no."""
