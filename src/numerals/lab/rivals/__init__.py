"""Rivals: the systems that `numerals compare` sets side by side, each a scikit-learn estimator."""
