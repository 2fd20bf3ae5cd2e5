"""What the finished tables promise, and what the reports' own arithmetic says.

``result`` and ``suites`` are light to import; Great Expectations itself is loaded by ``run.validate`` only.
"""
