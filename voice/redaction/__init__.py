"""Personal data taken out of comments, before anything of them is kept."""
