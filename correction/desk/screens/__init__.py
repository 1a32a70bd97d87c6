"""The screens in Gradio, one a file; each builds itself inside the blocks that `ui` opens."""
