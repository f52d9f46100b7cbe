"""Les fiches que plusieurs parties du programme se passent, figées et sans comportement."""
