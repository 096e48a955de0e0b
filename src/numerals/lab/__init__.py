"""The laboratory: metrics, plots and reports on how well a model reads. Plots need the extra."""
