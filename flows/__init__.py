"""The main job as a Prefect flow, and the ``soxa`` command on top of it."""
