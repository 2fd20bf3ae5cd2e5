"""Where the data lives: paths, connections, the run lock, and the swap of a finished snapshot."""
