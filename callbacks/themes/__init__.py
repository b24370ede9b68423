"""The themes of comments: the list of them, and the forms to add and change one."""
