"""How does it look? A frame and its caption become a Plotly figure, no arithmetic."""
