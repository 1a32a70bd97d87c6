"""The review desk: what people see of a project in a browser, and what they decide there.

`desk.Desk` holds the open project. `view` is a page as the browser gets it, `saving` takes decisions in, `news` tells
what others did meanwhile; `takeback` is undo and redo, `history` that of a line, `finding` and `replacing` go over any
number of pages. `routes` is the HTTP in front of these, `server` the application. `screens/` are the ordinary
screens in Gradio, `static/` the desk's own JavaScript and styles, `words/` what the screens say in each language.
"""
