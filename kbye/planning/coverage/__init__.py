"""Who has whom, when: problems, plans, what makes a plan right, and how to find a good one."""
