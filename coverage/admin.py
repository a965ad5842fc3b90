from coverage.desk.admin import *
from coverage.desk.people import *
from coverage.desk.site_face import *
