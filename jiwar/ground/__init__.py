"""The ground: what every area stands on, and what none of them may walk around."""
