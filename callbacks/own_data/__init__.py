"""The pages on which somebody brings their own files: from a file to a dashboard."""
