"""What alerts say, as mails, messages of other programs, and a feed."""
