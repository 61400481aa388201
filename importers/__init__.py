"""Files from outside become drafts; nothing here touches a plan file."""
