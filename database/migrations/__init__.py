"""Les révisions de la base : une instruction chacune, qui regarde avant d'agir."""

REVISION = "0014"
"""La dernière révision de ``versions/`` : celle que le programme attend d'une base."""
