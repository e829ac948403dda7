"""The Streamlit front end: pages over the library, nothing the command line cannot do as well."""
