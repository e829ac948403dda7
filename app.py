"""The frame Streamlit runs: ``msgevidence app``, or ``streamlit run app.py`` in a checkout."""

import streamlit as st

from msgevidence.ui import navigation, theme

st.set_page_config(page_title="msgevidence", page_icon=theme.ICON, layout="wide")
navigation.run()
