"""Reading: report bytes to text, blocks, number tokens, figures and claims. Knows text and numbers, never meaning."""
