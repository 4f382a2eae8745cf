"""Tables to Plotly figures."""
